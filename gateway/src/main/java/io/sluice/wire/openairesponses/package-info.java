/** OpenAI Responses. */
@NullMarked
package io.sluice.wire.openairesponses;

import org.jspecify.annotations.NullMarked;
