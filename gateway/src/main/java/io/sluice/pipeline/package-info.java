/** The story of one exchange, and the ports through which it touches the world. */
@NullMarked
package io.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
