/** The OpenAI chat completions format, which most providers and clients of the field speak. */
@NullMarked
package io.sluice.wire.openaichat;

import org.jspecify.annotations.NullMarked;
