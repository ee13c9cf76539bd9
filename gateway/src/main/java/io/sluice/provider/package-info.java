/** Provider families: who they are, where they are, how a credential is shown to them. */
@NullMarked
package io.sluice.provider;

import org.jspecify.annotations.NullMarked;
