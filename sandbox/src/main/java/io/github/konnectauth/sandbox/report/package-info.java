/** What the benchmark found: figures beside their goals, as JSON, as Markdown and as drawings. Nothing here measures. */
@NullMarked
package io.github.konnectauth.sandbox.report;

import org.jspecify.annotations.NullMarked;
