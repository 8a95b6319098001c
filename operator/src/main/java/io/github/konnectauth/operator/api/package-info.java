/** The Java model of the resource, of its status, and of a token. */
@NullMarked
package io.github.konnectauth.operator.api;

import org.jspecify.annotations.NullMarked;
