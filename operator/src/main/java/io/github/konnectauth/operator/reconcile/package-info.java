/** One resource at a time: verdict, status, and when to look again. */
@NullMarked
package io.github.konnectauth.operator.reconcile;

import org.jspecify.annotations.NullMarked;
