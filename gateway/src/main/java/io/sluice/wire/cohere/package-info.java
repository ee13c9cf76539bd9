/** Cohere's chat and embeddings, version 2: toward providers only. */
@NullMarked
package io.sluice.wire.cohere;

import org.jspecify.annotations.NullMarked;
