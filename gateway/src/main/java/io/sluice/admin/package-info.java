/** What operators do: use cases as records in, records out. */
@NullMarked
package io.sluice.admin;

import org.jspecify.annotations.NullMarked;
