/**
 * What operators have texts looked through for: own terms and patterns, in one pass over a text.
 */
@NullMarked
package io.sluice.inspect.rule;

import org.jspecify.annotations.NullMarked;
