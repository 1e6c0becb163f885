/* The five workloads for C: -DWORKLOAD=1 to 5 is W1, W2t, W2r, W3t, W3r. The numbers are those of ../Workload.swift. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#if WORKLOAD == 1
#define NAME "W1"
#define SIZES {2, 2, 1}
enum { LAYERS = 2, INPUTS = 2, WIDEST = 2, SAMPLES = 1 };
#define RATE 0.01
#elif WORKLOAD == 2 || WORKLOAD == 3
#define NAME (WORKLOAD == 2 ? "W2t" : "W2r")
#define SIZES {2, 16, 16, 1}
enum { LAYERS = 3, INPUTS = 2, WIDEST = 16, SAMPLES = 100 };
#define RATE 0.001
#else
#define NAME (WORKLOAD == 4 ? "W3t" : "W3r")
#define SIZES {64, 64, 64, 1}
enum { LAYERS = 3, INPUTS = 64, WIDEST = 64, SAMPLES = 100 };
#define RATE 0.001
#endif

/* Known to the compiler, so that every loop has a known length. */
static const int sizes[LAYERS + 1] = SIZES;
/* Half the squared error of the one sample, or the mean of the squared errors. */
static const double share = WORKLOAD == 1 ? 0.5 : 1.0 / SAMPLES;

struct layer {
    double weights[WIDEST * WIDEST]; /* [targets × sources], sources side by side */
    double biases[WIDEST];
};

static struct layer parameters[LAYERS], gradients[LAYERS];
static double inputs[SAMPLES][INPUTS], targets[SAMPLES];

static inline double activation(double z) {
    if (WORKLOAD == 1) return 1 / (1 + exp(-z));
    return WORKLOAD == 2 || WORKLOAD == 4 ? tanh(z) : z > 0 ? z : 0;
}

/* By the activation's value. */
static inline double slope(double a) {
    if (WORKLOAD == 1) return a * (1 - a);
    return WORKLOAD == 2 || WORKLOAD == 4 ? 1 - a * a : a > 0 ? 1 : 0;
}

static double next(void) {
    static uint64_t state = 12345;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (double)(state >> 11) * 0x1p-53 * 2 - 1;
}

static void begin(void) {
    for (int l = 0; l < LAYERS; l++) {
        for (int k = 0; k < sizes[l + 1] * sizes[l]; k++) parameters[l].weights[k] = next() / sqrt(sizes[l]);
        for (int j = 0; j < sizes[l + 1]; j++) parameters[l].biases[j] = next() * 0.1;
    }
    for (int s = 0; s < SAMPLES; s++) {
        for (int i = 0; i < INPUTS; i++) inputs[s][i] = next();
        targets[s] = next();
    }
    if (WORKLOAD == 1) inputs[0][0] = 0.5, inputs[0][1] = 0.8, targets[0] = 1;
}

static inline void update(void) {
    for (int l = 0; l < LAYERS; l++) {
        for (int k = 0; k < sizes[l + 1] * sizes[l]; k++) parameters[l].weights[k] -= RATE * gradients[l].weights[k];
        for (int j = 0; j < sizes[l + 1]; j++) parameters[l].biases[j] -= RATE * gradients[l].biases[j];
    }
}

static double seconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* One line: program, workload, ns per step (the median of nine stretches), loss of the tenth step, KiB. */
static int measure(const char *program, double (*step)(void)) {
    begin();
    double loss = 0;
    for (int k = 0; k < 10; k++) loss = step();
    volatile double kept = 0;
    long count = 1;
    for (double time = 0; time < 0.03; count *= 2) {
        double start = seconds();
        for (long k = 0; k < count; k++) kept = step();
        time = seconds() - start;
    }
    double times[9];
    for (int stretch = 0; stretch < 9; stretch++) {
        double start = seconds();
        for (long k = 0; k < count; k++) kept = step();
        times[stretch] = (seconds() - start) / (double)count * 1e9;
    }
    (void)kept;
    qsort(times, 9, sizeof times[0], ascending);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("%s %s %.2f %.17g %ld\n", program, NAME, times[4], loss, usage.ru_maxrss);
    return 0;
}
