/** Azure OpenAI: OpenAI's formats behind other paths. */
@NullMarked
package io.sluice.wire.azure;

import org.jspecify.annotations.NullMarked;
