/** The way to the API server: the connection, the account's rights, and whose turn it is to work. */
@NullMarked
package io.github.konnectauth.operator.cluster;

import org.jspecify.annotations.NullMarked;
