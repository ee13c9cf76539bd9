/** {@code sluice.yaml}: read with positions, checked whole, turned into the parts' own settings. */
@NullMarked
package io.sluice.config;

import org.jspecify.annotations.NullMarked;
