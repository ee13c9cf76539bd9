/** Recorded questions put to rules again: replay of what was, simulation of what would be. */
@NullMarked
package io.sluice.replay;

import org.jspecify.annotations.NullMarked;
