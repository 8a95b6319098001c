/** The operator with all that it needs, on one machine: the demo and the load generator. */
@NullMarked
package io.github.konnectauth.sandbox;

import org.jspecify.annotations.NullMarked;
