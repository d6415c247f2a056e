// Where the experiments of the effective-number paper draw the lines that advice on β goes by.
// Knows numbers only.

/**
 * A largest class of so many samples for each class marks the data sets whose error fell with any β (CIFAR-10: 500);
 * those below it (CIFAR-20: 125, CIFAR-100: 5) did not bear a large one. Source: Cui et al., table 2, figures 9 and 10.
 */
export const headPerClass = 250;

/** From so many classes on the paper's large-scale runs speak. Source: Cui et al., table 3. */
export const largeScaleClasses = 1000;

/** N of all of them. */
export const largeScalePrototypes = 1000;
