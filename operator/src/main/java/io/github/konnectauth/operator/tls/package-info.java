/** How connections are encrypted, to the API server and to Konnect. */
@NullMarked
package io.github.konnectauth.operator.tls;

import org.jspecify.annotations.NullMarked;
