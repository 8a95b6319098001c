/** Asks Konnect who a token belongs to. The only package that knows HTTP. */
@NullMarked
package io.github.konnectauth.operator.konnect;

import org.jspecify.annotations.NullMarked;
