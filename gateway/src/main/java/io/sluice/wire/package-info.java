/**
 * Wire formats: how callers and providers speak, and the hub between them. Pure: bytes in, records
 * out, no I/O. One folder per format.
 */
@NullMarked
package io.sluice.wire;

import org.jspecify.annotations.NullMarked;
