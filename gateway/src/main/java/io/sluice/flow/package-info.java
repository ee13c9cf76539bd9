/**
 * Labels and what follows from them: what a request's content is worth, what a provider sees in its
 * place, and what the caller gets back.
 */
@NullMarked
package io.sluice.flow;

import org.jspecify.annotations.NullMarked;
