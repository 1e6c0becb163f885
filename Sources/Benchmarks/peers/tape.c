/* A tape of one node per scalar operation, as one writes it first: a choice per node forward, and backward each node
   adds to its operands' adjoints. The program is the one of ../Workload.swift: h ← tanh(Σ w[j]·h), 16 weights, and
   L = (h − t)². Prints `c-tape program ns-per-node loss peak-KiB`. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

enum operation { LEAF, ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, EXP, LOG, TANH, SIGMOID, RELU };
enum { NODES = 100000, WEIGHTS = 16, MOST = NODES + 100, RUNS = 7 };

static unsigned char operations[MOST];
static int first[MOST], second[MOST];
static double values[MOST], adjoints[MOST];
static int count;

static int record(enum operation operation, int a, int b) {
    operations[count] = operation;
    first[count] = a;
    second[count] = b;
    return count++;
}

static int leaf(double value) {
    values[count] = value;
    return record(LEAF, 0, 0);
}

static void forward(void) {
    for (int n = 0; n < count; n++) {
        double a = values[first[n]], b = values[second[n]];
        switch (operations[n]) {
        case LEAF: break;
        case ADD: values[n] = a + b; break;
        case SUBTRACT: values[n] = a - b; break;
        case MULTIPLY: values[n] = a * b; break;
        case DIVIDE: values[n] = a / b; break;
        case NEGATE: values[n] = -a; break;
        case EXP: values[n] = exp(a); break;
        case LOG: values[n] = log(a); break;
        case TANH: values[n] = tanh(a); break;
        case SIGMOID: values[n] = 1 / (1 + exp(-a)); break;
        case RELU: values[n] = a > 0 ? a : 0; break;
        }
    }
}

static void backward(void) {
    memset(adjoints, 0, count * sizeof *adjoints);
    adjoints[count - 1] = 1;
    for (int n = count - 1; n >= 0; n--) {
        double upstream = adjoints[n], y = values[n];
        int a = first[n], b = second[n];
        switch (operations[n]) {
        case LEAF: break;
        case ADD: adjoints[a] += upstream; adjoints[b] += upstream; break;
        case SUBTRACT: adjoints[a] += upstream; adjoints[b] -= upstream; break;
        case MULTIPLY: {
            double by_a = upstream * values[b], by_b = upstream * values[a];
            adjoints[a] += by_a;
            adjoints[b] += by_b;
            break;
        }
        case DIVIDE: adjoints[a] += upstream / values[b]; adjoints[b] -= upstream * y / values[b]; break;
        case NEGATE: adjoints[a] -= upstream; break;
        case EXP: adjoints[a] += upstream * y; break;
        case LOG: adjoints[a] += upstream / values[a]; break;
        case TANH: adjoints[a] += upstream * (1 - y * y); break;
        case SIGMOID: adjoints[a] += upstream * y * (1 - y); break;
        case RELU: if (values[a] > 0) adjoints[a] += upstream; break;
        }
    }
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1e9 + time.tv_nsec;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(void) {
    int h = leaf(0.5), t = leaf(0.25), weights[WEIGHTS];
    for (int j = 0; j < WEIGHTS; j++) weights[j] = leaf(1.0 / WEIGHTS);
    for (int i = 0; i < NODES / (2 * WEIGHTS); i++) {
        int sum = record(MULTIPLY, weights[0], h);
        for (int j = 1; j < WEIGHTS; j++) {
            int product = record(MULTIPLY, weights[j], h);
            sum = record(ADD, sum, product);
        }
        h = record(TANH, sum, 0);
    }
    int error = record(SUBTRACT, h, t);
    int loss = record(MULTIPLY, error, error);
    double times[RUNS];
    for (int run = 0; run < RUNS; run++) {
        double start = now();
        for (int k = 0; k < 100; k++) {
            forward();
            backward();
        }
        times[run] = (now() - start) / 100 / count;
    }
    qsort(times, RUNS, sizeof *times, ascending);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("c-tape program %.3f %.17g %ld\n", times[RUNS / 2], values[loss], usage.ru_maxrss);
    return 0;
}
