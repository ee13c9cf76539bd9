/** What becomes of a decision that needs a person. */
@NullMarked
package io.sluice.approval;

import org.jspecify.annotations.NullMarked;
