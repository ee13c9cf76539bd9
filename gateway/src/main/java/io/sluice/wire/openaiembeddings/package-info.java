/** The OpenAI embeddings format. */
@NullMarked
package io.sluice.wire.openaiembeddings;

import org.jspecify.annotations.NullMarked;
