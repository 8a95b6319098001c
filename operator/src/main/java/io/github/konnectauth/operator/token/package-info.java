/** From a reference to a token. */
@NullMarked
package io.github.konnectauth.operator.token;

import org.jspecify.annotations.NullMarked;
