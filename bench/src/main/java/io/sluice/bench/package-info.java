/** Budgets of single parts (JMH) and load on the whole process. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
