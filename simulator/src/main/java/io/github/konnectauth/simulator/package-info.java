/** A Konnect API that runs anywhere. */
@NullMarked
package io.github.konnectauth.simulator;

import org.jspecify.annotations.NullMarked;
