/// What the samplers at the head of traces, in the SDKs, are told.
@NullMarked
package dev.hopwise.sample.head;

import org.jspecify.annotations.NullMarked;
