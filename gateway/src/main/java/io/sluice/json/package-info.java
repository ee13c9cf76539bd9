/** The JSON door: the only code that touches the JSON library. */
@NullMarked
package io.sluice.json;

import org.jspecify.annotations.NullMarked;
