/** What the operator shows of itself: health and metrics. */
@NullMarked
package io.github.konnectauth.operator.management;

import org.jspecify.annotations.NullMarked;
