/** The Gemini format: content, embeddings and the counting of tokens. */
@NullMarked
package io.sluice.wire.gemini;

import org.jspecify.annotations.NullMarked;
