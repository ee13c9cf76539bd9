/**
 * A seeded simulation of the whole gateway: clients, providers, stores, disk and clock are made up,
 * everything between them is the real thing. The same seed plays the same run, byte for byte.
 *
 * <ul>
 *   <li>{@code Baton} lets one story go on at a time; every call of a port gives it back, and the
 *       seed says who has it next. Time passes only here.
 *   <li>{@code World} is one run: it lets clients come, plays faults, takes the power away, starts
 *       the process anew on what is left, and asks the {@code Oracle} all the while.
 *   <li>{@code Asking} is one client and how it behaves, {@code Play} one attempt of a provider.
 *   <li>{@code SimulatedCaller} and {@code SimulatedRelay} stand in for a connection, {@code
 *       SimulatedWay} for the way out, {@code SimulatedLog} for the disk's pace.
 *   <li>{@code Oracle} holds {@code docs/invariants.md} against what happened; {@code Mischief}
 *       breaks one port on purpose, to see that it does.
 * </ul>
 *
 * A failure names its seed and the last steps; {@code -Dsluice.simulation.seed=N} plays that seed
 * again. {@code -Dsluice.long=true} plays 100,000 exchanges.
 */
@NullMarked
package io.sluice.sim;

import org.jspecify.annotations.NullMarked;
