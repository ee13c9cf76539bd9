/** Simulated providers that speak the real wire formats, with faults on cue. */
@NullMarked
package io.sluice.sim;

import org.jspecify.annotations.NullMarked;
