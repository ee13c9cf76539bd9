/** The Converse format of Amazon Bedrock, whole and as an event stream. */
@NullMarked
package io.sluice.wire.bedrock;

import org.jspecify.annotations.NullMarked;
