/** Kong's other kinds, as far as they meet ours: grants, and what names a {@code KonnectAPIAuthConfiguration}. */
@NullMarked
package io.github.konnectauth.operator.kong;

import org.jspecify.annotations.NullMarked;
