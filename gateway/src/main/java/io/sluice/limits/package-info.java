/** How much a principal may ask for: exact money budgets and request rates. */
@NullMarked
package io.sluice.limits;

import org.jspecify.annotations.NullMarked;
