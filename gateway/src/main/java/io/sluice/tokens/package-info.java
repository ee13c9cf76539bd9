/** How many tokens a text has: counted where its tokenizer is known, estimated elsewhere. */
@NullMarked
package io.sluice.tokens;

import org.jspecify.annotations.NullMarked;
