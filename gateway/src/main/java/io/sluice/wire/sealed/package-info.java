/**
 * Blocks that only their own provider understands, carried through callers of other formats and
 * back: signed or encrypted reasoning, signatures of parts.
 */
@NullMarked
package io.sluice.wire.sealed;

import org.jspecify.annotations.NullMarked;
