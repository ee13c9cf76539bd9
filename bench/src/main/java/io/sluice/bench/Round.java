package io.sluice.bench;

import java.time.Duration;

/**
 * One measurement.
 *
 * @param warm how many requests are answered before it
 * @param length how long it lasts
 * @param meter reads the processor time of the subject at both ends
 */
record Round(int warm, Duration length, Meter meter) {}
