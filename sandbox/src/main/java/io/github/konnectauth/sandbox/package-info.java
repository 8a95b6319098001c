/** The operator with all that it needs, on one machine: the demo and the benchmarks. */
@NullMarked
package io.github.konnectauth.sandbox;

import org.jspecify.annotations.NullMarked;
