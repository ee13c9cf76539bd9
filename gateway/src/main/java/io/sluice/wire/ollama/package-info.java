/** The native format of Ollama: chat and embeddings, one JSON object a line where it streams. */
@NullMarked
package io.sluice.wire.ollama;

import org.jspecify.annotations.NullMarked;
