/** Keeps what is in use from vanishing: a finalizer each on Secrets and on resources, as Kong Operator has them. */
@NullMarked
package io.github.konnectauth.operator.protection;

import org.jspecify.annotations.NullMarked;
