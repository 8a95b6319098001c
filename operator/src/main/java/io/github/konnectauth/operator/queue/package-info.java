/** How those who wait take turns. */
@NullMarked
package io.github.konnectauth.operator.queue;

import org.jspecify.annotations.NullMarked;
