/** The program: its flags, its parts, its start and stop. */
@NullMarked
package io.github.konnectauth.operator;

import org.jspecify.annotations.NullMarked;
