/**
 * Detectors: what personal data, card numbers and secrets stand in a text, found in one pass and in
 * linear time, whole or as it streams.
 */
@NullMarked
package io.sluice.inspect;

import org.jspecify.annotations.NullMarked;
