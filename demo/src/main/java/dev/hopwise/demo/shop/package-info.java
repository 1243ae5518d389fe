/// The processes of the demo shop. Each {@link dev.hopwise.demo.shop.Role} is a JVM of its own,
/// started by {@link dev.hopwise.demo.shop.ServiceMain} and told by lines on its standard input
/// whom to call and which faults are on.
@NullMarked
package dev.hopwise.demo.shop;

import org.jspecify.annotations.NullMarked;
