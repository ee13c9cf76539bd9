/** The inventory in force: providers, models, routes, and what a name stands for. */
@NullMarked
package io.sluice.registry;

import org.jspecify.annotations.NullMarked;
