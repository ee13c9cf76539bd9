/** The Anthropic Messages format, with the counting of tokens. */
@NullMarked
package io.sluice.wire.anthropic;

import org.jspecify.annotations.NullMarked;
