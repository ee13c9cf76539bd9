/** Which permitted candidate is tried first, and what happens when one fails. */
@NullMarked
package io.sluice.route;

import org.jspecify.annotations.NullMarked;
