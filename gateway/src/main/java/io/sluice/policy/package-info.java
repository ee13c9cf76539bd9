/** Policy as code: a bundle of Cedar rules, checked whole, asked once per question, remembered. */
@NullMarked
package io.sluice.policy;

import org.jspecify.annotations.NullMarked;
