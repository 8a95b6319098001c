/** Takes back what the operator has put on other people's objects. */
@NullMarked
package io.github.konnectauth.operator.handback;

import org.jspecify.annotations.NullMarked;
